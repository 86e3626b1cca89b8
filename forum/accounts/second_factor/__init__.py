"""A second factor at sign-in: an authenticator app, passkeys, and recovery codes for the day when both are lost."""
