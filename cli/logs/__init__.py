"""`agent logs`: what functions and the laptop's services print."""
