"""The parts of the dashboard: what each reads, for its template in templates/admin/dashboard."""
