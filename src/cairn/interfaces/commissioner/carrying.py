"""The addresses of what returns carry and why: agreed measures, topics, the framework's table, own outcomes."""

from cairn.interfaces.commissioner import agreed, area_outcomes, framework, topics

urls = [*agreed.urls, *topics.urls, *framework.urls, *area_outcomes.urls]
