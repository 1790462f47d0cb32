"""The record of every act, which only grows and proves its own order."""
