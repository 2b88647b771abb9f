"""The project: settings, URLs, pages made of several apps, the demo forum."""
