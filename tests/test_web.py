"""The web channel on Rasa's real server: only what stands behind `on_new_message` is a stand-in."""
