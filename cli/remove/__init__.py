"""Take away what `agent new` makes: `agent remove agent`, `agent remove tool`."""
