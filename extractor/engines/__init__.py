"""Other ways to run a batch than on this machine alone. What a job does is given to them; they only see that it is done."""
