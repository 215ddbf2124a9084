"""What browsers and search engines ask a site for beside its pages."""
