"""The laptop stack: the services that the agents need, as processes of this machine on 127.0.0.1."""
