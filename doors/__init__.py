"""What every entry must do alike: who speaks, how much, what is refused, who is woken."""
