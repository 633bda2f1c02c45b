"""Make from the models what editors need: schemas, snippets, tasks, a CMS configuration."""
