"""Haven: one standard for customer operations answered by people and by AI agents."""
