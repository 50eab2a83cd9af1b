"""Webhooks: changes pushed to other systems as signed CloudEvents, tried until they arrive."""
