"""Sweeps: more replicas than one machine holds or one hour trains, in a folder that grows part by part."""
