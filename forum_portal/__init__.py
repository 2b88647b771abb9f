"""The portal put together: settings, addresses, pages made of several apps, the demo forum."""
