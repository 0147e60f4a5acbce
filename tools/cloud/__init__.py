"""What `azd` hooks and the templates need from this machine; nothing here is deployed."""
