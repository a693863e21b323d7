from fleet.seed import main

main()
