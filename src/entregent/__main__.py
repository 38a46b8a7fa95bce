from entregent.cli.main import main

main()
