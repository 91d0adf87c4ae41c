"""The contract is the tenant: two locks, each of which must hold alone.

First lock: managers that refuse to run outside a scope and filter by it. Second lock: row-level security.
Import from the modules: `scopes` (scope, current_scope), `models` (Contract, ScopedModel), `operations`
(EnableTenancy, TenantKey, GrantPlain), `registration` (register_contract), `jobs` (scoped_job).
"""
