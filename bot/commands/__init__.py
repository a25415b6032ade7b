"""The commands of `curbside`, one file each, and what they share: places, ports, processes, the model."""
