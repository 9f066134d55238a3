"""How do we reach out? The one HTTP door, the address guard, and the cleaning of what comes in."""
