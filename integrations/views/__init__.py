"""Pages under /dashboard/integrations/."""
