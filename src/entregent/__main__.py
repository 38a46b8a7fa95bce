import sys

from entregent.cli.main import main

sys.exit(main())
