"""Make new things of the kinds that this project has: `agent new tool`, `agent new agent`.

What it makes is a beginning that works: it builds, keeps the tool contract and answers a question on the laptop. From then on it is
its owner's; nothing here changes it again.
"""
