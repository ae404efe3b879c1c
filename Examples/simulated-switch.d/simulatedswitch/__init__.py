"""A simulated Arista EOS switch: Examples/simulated-switch is the command, --help its manual."""
