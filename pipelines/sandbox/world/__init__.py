"""The invented company: who contacts it, who answers, how it ends. All of it numpy arrays, one row per thing."""
