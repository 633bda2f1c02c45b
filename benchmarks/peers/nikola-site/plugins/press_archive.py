"""Nikola's archive with pages of releases for years and months, and none for days."""

from nikola.plugins.task import archive  # its class alone would be taken for a second plugin


class PressArchive(archive.Archive):
    """Nikola's own makes lists of months for years, unless it makes pages for days too."""

    name = "press_archive"

    def set_site(self, site):
        """Take two levels, each with its releases."""
        super().set_site(site)
        self.max_levels = 2
        self.show_list_as_subcategories_list = False

    def should_generate_classification_page(self, classification, post_list, lang):
        """Leave the page of all years out: the list page has it."""
        return bool(classification) and bool(post_list)
