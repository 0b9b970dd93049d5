"""What can be said of the providers of models before one is called: which secret, URL and parameters each takes."""
