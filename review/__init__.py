"""What a reviewer sees and does: a web application over the tracking database."""
