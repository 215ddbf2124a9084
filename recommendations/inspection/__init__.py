"""The same walk as a shopper's answer, in any space and setting, with an account of each step."""
