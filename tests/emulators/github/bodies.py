"""What is stored, as the REST API spells it."""

from datetime import datetime
from urllib.parse import quote

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY
from tests.emulators.github.store import Repository, StoredComment, StoredIssue, StoredPull

REPOSITORY_LINKS = (
    "archive assignees blobs branches collaborators comments commits compare contents contributors "
    "deployments downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events "
    "issues keys labels languages merges milestones notifications pulls releases stargazers statuses "
    "subscribers subscription tags teams trees"
)
REPOSITORY_FEATURES = "downloads issues pages projects wiki"
LABELS = {"bug": "Something isn't working", "dependencies": "Updates a dependency"}
"""Descriptions of labels; most have none."""
PULL_LINKS = "comments commits html issue review_comment review_comments self statuses"


def stamp(moment: datetime | None) -> str | None:
    """A moment as GitHub writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def user_json(login: str | None) -> dict[str, JSON] | None:
    """An account; null where it was deleted."""
    if login is None:
        return None
    api = f"https://api.github.com/users/{quote(login)}"
    bot = login.endswith("[bot]")
    return {
        "login": login,
        "id": sum(login.encode()),
        "node_id": f"U_{login}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{sum(login.encode())}?v=4",
        "gravatar_id": "",
        "url": api,
        "html_url": f"https://github.com/{'apps/' + login.removesuffix('[bot]') if bot else login}",
        "followers_url": f"{api}/followers",
        "following_url": f"{api}/following{{/other_user}}",
        "gists_url": f"{api}/gists{{/gist_id}}",
        "starred_url": f"{api}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{api}/subscriptions",
        "organizations_url": f"{api}/orgs",
        "repos_url": f"{api}/repos",
        "events_url": f"{api}/events{{/privacy}}",
        "received_events_url": f"{api}/received_events",
        "type": "Bot" if bot else "User",
        "site_admin": False,
    }


def label_json(name: str, repo: Repository) -> JSON:
    """A label."""
    return {
        "id": sum(name.encode()),
        "node_id": f"LA_{name}",
        "url": f"https://api.github.com/repos/{repo.full_name}/labels/{quote(name)}",
        "name": name,
        "color": "d73a4a",
        "default": name == "bug",
        "description": LABELS.get(name),
    }


def milestone_json(title: str, repo: Repository) -> JSON:
    """A milestone."""
    api = f"https://api.github.com/repos/{repo.full_name}/milestones/1"
    return {
        "url": api,
        "html_url": f"https://github.com/{repo.full_name}/milestone/1",
        "labels_url": f"{api}/labels",
        "id": 1002604,
        "node_id": "MI_1002604",
        "number": 1,
        "title": title,
        "description": None,
        "creator": user_json("octocat"),
        "open_issues": 0,
        "closed_issues": 1,
        "state": "open",
        "created_at": stamp(FIRST_DAY),
        "updated_at": stamp(FIRST_DAY),
        "closed_at": None,
        "due_on": None,
    }


def common_json(issue: StoredIssue, repo: Repository) -> dict[str, JSON]:
    """What issues and pull requests share."""
    updated_at = max([issue.created_at, *(comment.created_at for comment in issue.comments)])
    assignees = [user_json(login) for login in issue.assignees]
    return {
        "number": issue.number,
        "title": issue.title,
        "state": issue.state,
        "locked": False,
        "active_lock_reason": None,
        "user": user_json(issue.author),
        "body": issue.body,
        "labels": [label_json(name, repo) for name in issue.labels],
        "assignee": assignees[0] if assignees else None,
        "assignees": list(assignees),
        "milestone": milestone_json(issue.milestone, repo) if issue.milestone else None,
        "comments": len(issue.comments),
        "created_at": stamp(issue.created_at),
        "updated_at": stamp(issue.closed_at or updated_at),
        "closed_at": stamp(issue.closed_at),
        "author_association": "NONE" if issue.author is None else "CONTRIBUTOR",
    }


def issue_json(issue: StoredIssue, repo: Repository) -> dict[str, JSON]:
    """An issue, or a pull request seen as one."""
    api = f"https://api.github.com/repos/{repo.full_name}"
    html = f"https://github.com/{repo.full_name}/{'pull' if issue.pull else 'issues'}/{issue.number}"
    more: dict[str, JSON] = {}
    if issue.pull:
        more["draft"] = issue.pull.draft
        more["pull_request"] = {
            "url": f"{api}/pulls/{issue.number}",
            "html_url": html,
            "diff_url": f"{html}.diff",
            "patch_url": f"{html}.patch",
            "merged_at": stamp(issue.pull.merged_at),
        }
    return {
        "url": f"{api}/issues/{issue.number}",
        "repository_url": api,
        "labels_url": f"{api}/issues/{issue.number}/labels{{/name}}",
        "comments_url": f"{api}/issues/{issue.number}/comments",
        "events_url": f"{api}/issues/{issue.number}/events",
        "html_url": html,
        "id": 2_000_000 + issue.number,
        "node_id": f"I_{issue.number}",
        **common_json(issue, repo),
        **more,
        "timeline_url": f"{api}/issues/{issue.number}/timeline",
        "performed_via_github_app": None,
        "state_reason": issue.state_reason,
    }


def comment_json(comment: StoredComment, issue: StoredIssue, repo: Repository) -> JSON:
    """A comment."""
    api = f"https://api.github.com/repos/{repo.full_name}/issues"
    kind = "pull" if issue.pull else "issues"
    return {
        "url": f"{api}/comments/{comment.id}",
        "html_url": f"https://github.com/{repo.full_name}/{kind}/{issue.number}#issuecomment-{comment.id}",
        "issue_url": f"{api}/{issue.number}",
        "id": comment.id,
        "node_id": f"IC_{comment.id}",
        "user": user_json(comment.author),
        "created_at": stamp(comment.created_at),
        "updated_at": stamp(comment.created_at),
        "author_association": "NONE" if comment.author is None else "CONTRIBUTOR",
        "body": comment.body,
        "performed_via_github_app": None,
    }


def repository_json(repo: Repository) -> JSON:
    """A repository."""
    api = f"https://api.github.com/repos/{repo.full_name}"
    html = f"https://github.com/{repo.full_name}"
    open_issues = sum(issue.state == "open" for issue in repo.issues)
    return {
        **{f"{name}_url": f"{api}/{name}" for name in REPOSITORY_LINKS.split()},
        **{f"{name}_url": f"{html}.git" for name in ("clone", "git", "ssh", "svn")},
        **{f"has_{name}": name == "issues" for name in REPOSITORY_FEATURES.split()},
        **{f"{name}_count": 0 for name in ("forks", "stargazers", "watchers")},
        "forks": 0,
        "watchers": 0,
        "size": 1,
        "open_issues": open_issues,
        "disabled": False,
        "mirror_url": None,
        "id": 1296269,
        "node_id": "R_1296269",
        "name": repo.name,
        "full_name": repo.full_name,
        "private": False,
        "owner": user_json(repo.owner),
        "html_url": html,
        "description": None,
        "fork": False,
        "url": api,
        "language": None,
        "license": None,
        "homepage": None,
        "default_branch": "main",
        "archived": False,
        "open_issues_count": open_issues,
        "created_at": stamp(FIRST_DAY),
        "updated_at": stamp(FIRST_DAY),
        "pushed_at": stamp(FIRST_DAY),
    }


def listed_pull_json(issue: StoredIssue, pull: StoredPull, repo: Repository) -> dict[str, JSON]:
    """A pull request as lists hold it."""
    api = f"https://api.github.com/repos/{repo.full_name}"
    html = f"https://github.com/{repo.full_name}/pull/{issue.number}"
    sha = f"{issue.number:040x}"

    def branch(ref: str) -> JSON:
        return {
            "label": f"{repo.owner}:{ref}",
            "ref": ref,
            "sha": sha,
            "user": user_json(repo.owner),
            "repo": repository_json(repo),
        }

    return {
        "url": f"{api}/pulls/{issue.number}",
        "id": 3_000_000 + issue.number,
        "node_id": f"PR_{issue.number}",
        "html_url": html,
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "issue_url": f"{api}/issues/{issue.number}",
        "commits_url": f"{api}/pulls/{issue.number}/commits",
        "review_comments_url": f"{api}/pulls/{issue.number}/comments",
        "review_comment_url": f"{api}/pulls/comments{{/number}}",
        "comments_url": f"{api}/issues/{issue.number}/comments",
        "statuses_url": f"{api}/statuses/{sha}",
        **{name: value for name, value in common_json(issue, repo).items() if name != "comments"},
        # Pull requests of deleted accounts are shown as of `ghost`; only issues have null.
        "user": user_json(issue.author or "ghost"),
        "merged_at": stamp(pull.merged_at),
        "merge_commit_sha": sha if pull.merged_at else None,
        "requested_reviewers": [user_json("monalisa")] if issue.state == "open" else [],
        "requested_teams": [],
        "draft": pull.draft,
        "head": branch(pull.head),
        "base": branch(pull.base),
        "_links": {name: {"href": f"{html}#{name}"} for name in PULL_LINKS.split()},
        "auto_merge": None,
    }


def pull_json(issue: StoredIssue, pull: StoredPull, repo: Repository) -> JSON:
    """A pull request by itself: the counts and the merge state are only here."""
    lines = pull.diff.splitlines()
    return {
        **listed_pull_json(issue, pull, repo),
        "comments": len(issue.comments),
        "merged": pull.merged_at is not None,
        "mergeable": pull.mergeable,
        "rebaseable": pull.mergeable,
        "mergeable_state": "unknown" if pull.mergeable is None else "clean" if pull.mergeable else "dirty",
        "merged_by": user_json(pull.merged_by),
        "review_comments": 0,
        "maintainer_can_modify": False,
        "commits": 1,
        "additions": sum(line.startswith("+") and not line.startswith("+++") for line in lines),
        "deletions": sum(line.startswith("-") and not line.startswith("---") for line in lines),
        "changed_files": sum(line.startswith("diff --git") for line in lines),
    }


def review_json(issue: StoredIssue, repo: Repository, event: str, body: str, moment: datetime) -> JSON:
    """A review that was just published."""
    html = f"https://github.com/{repo.full_name}/pull/{issue.number}"
    pull = f"https://api.github.com/repos/{repo.full_name}/pulls/{issue.number}"
    states = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}
    return {
        "id": 4_000_000 + issue.number,
        "node_id": f"PRR_{issue.number}",
        "user": user_json("octocat"),
        "body": body,
        "state": states[event],
        "html_url": f"{html}#pullrequestreview-{4_000_000 + issue.number}",
        "pull_request_url": pull,
        "author_association": "OWNER",
        "_links": {"html": {"href": html}, "pull_request": {"href": pull}},
        "submitted_at": stamp(moment),
        "commit_id": f"{issue.number:040x}",
    }
