"""The post room: wires in. Imports nothing of ours."""
