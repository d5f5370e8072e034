"""The list of the doors through the walls."""

import pytest
from django.db import connections

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

#: A door that asks for no account: what it shows is public, or known to whoever holds a paper.
BOTH = ["jisr_app", "jisr_public"]


def test_each_door_is_for_the_logins_named():
    """Who may call what, by name: a new door is added here knowingly."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, array_agg(g.grantee::regrole::text) FROM pg_proc p"
            " JOIN pg_namespace n ON n.oid = p.pronamespace,"
            " LATERAL aclexplode(p.proacl) g WHERE n.nspname = 'public' AND p.prosecdef AND g.grantee <> p.proowner"
            " GROUP BY p.proname"
        )
        assert {door: sorted(logins) for door, logins in cursor.fetchall()} == {
            "jisr_give_access": ["jisr_app"], "jisr_known_persons": ["jisr_app"], "jisr_known_identity": ["jisr_app"],
            "jisr_index_persons": ["jisr_app"], "jisr_readers_of_file": ["jisr_app"],
            "jisr_asked_centre": ["jisr_app"], "jisr_warm_keys": ["jisr_keeper"], "jisr_ask_access": ["jisr_app"],
            "jisr_certificate": BOTH,
            "jisr_erase": ["jisr_app"], "jisr_erasure_held": ["jisr_app"],
            "jisr_retention_propose": ["jisr_keeper"], "jisr_retention_apply": ["jisr_keeper"],
            "jisr_retention_signed": ["jisr_keeper"],
            "jisr_propose_pairs": ["jisr_app"], "jisr_decide_pair": ["jisr_app"], "jisr_take_apart": ["jisr_app"],
            "jisr_unlink": ["jisr_app"],
            "jisr_open_for_referral": ["jisr_app"], "jisr_shut_for_referral": ["jisr_app"],
            "jisr_end_sharing": ["jisr_app"],
            "jisr_take_offer": ["jisr_app"], "jisr_decline_offer": ["jisr_app"], "jisr_close_offer": ["jisr_app"],
            "jisr_message_once": ["jisr_public"],
            "jisr_link_reply": ["jisr_public"],
            "jisr_agents_busy": ["jisr_app"], "jisr_due_appointments": ["jisr_keeper"],
            "staff_assign": ["jisr_app"], "staff_end": ["jisr_app"],
            "jisr_due_referrals": ["jisr_keeper"], "jisr_forget": ["jisr_keeper"],
            "jisr_forget_sheets": ["jisr_keeper"], "jisr_strategy_forget_sheets": ["jisr_keeper"],
            "jisr_results_forget_sheets": ["jisr_keeper"],
            "jisr_link_referral": ["jisr_public"], "jisr_link_code": ["jisr_public"],
            "jisr_link_answer": ["jisr_public"],
            "jisr_forum_seat": ["jisr_app"], "jisr_forum_leave_seat": ["jisr_app"],
            "jisr_forum_clear_attendance": ["jisr_app"], "jisr_forum_vote": BOTH, "jisr_forum_counts": BOTH,
            "jisr_forum_own_name": ["jisr_app"],
            "jisr_forum_slip_holds": BOTH, "jisr_forum_ballot": BOTH, "jisr_forum_declare": BOTH,
            "jisr_forum_hand_over": BOTH, "jisr_forum_voters": BOTH,
            "jisr_messages_due": ["jisr_keeper"], "jisr_messages_noted": ["jisr_keeper"],
            "jisr_forum_leave_address": ["jisr_public"],
            "jisr_forum_tell": ["jisr_app"], "jisr_forum_take_address": ["jisr_app"],
            "jisr_forum_messages": ["jisr_app"], "jisr_forum_forget_addresses": ["jisr_keeper"],
            "jisr_take_in_alert": ["jisr_app"], "jisr_late_alerts": ["jisr_app"],
            "jisr_forum_say": BOTH, "jisr_forum_heard": BOTH,
            "jisr_contribution_by_code": BOTH, "jisr_forum_moderation_log": BOTH,
            "jisr_forum_suggestions_kept": BOTH,
            "jisr_calls_keep": BOTH, "jisr_calls_unsent": BOTH, "jisr_calls_deposit": BOTH, "jisr_calls_mine": BOTH,
            "jisr_calls_hand_in": BOTH, "jisr_calls_ask_help": BOTH, "jisr_calls_appeal": BOTH,
            "jisr_calls_decide": ["jisr_app"], "jisr_calls_prove": BOTH, "jisr_calls_my_award": BOTH,
            "jisr_calls_followed": BOTH,
            "jisr_calls_leave_contact": BOTH, "jisr_calls_to_tell": ["jisr_keeper"], "jisr_calls_tell": ["jisr_keeper"],
            "jisr_calls_messages": ["jisr_app"], "jisr_calls_forget": ["jisr_keeper"],
            "jisr_results_waiting": BOTH,
            "jisr_import_rows": ["jisr_app"], "jisr_import_some": ["jisr_app"], "jisr_import_reached": ["jisr_app"],
            "jisr_import_drop": ["jisr_app"], "jisr_import_compare": ["jisr_app"], "jisr_import_liken": ["jisr_app"],
            "jisr_import_counts": ["jisr_app"], "jisr_import_take": ["jisr_app"], "jisr_import_named": ["jisr_app"],
            "jisr_import_spellings": ["jisr_app"], "jisr_import_keys": ["jisr_app"], "jisr_import_learn": ["jisr_app"],
            "jisr_import_disabilities": ["jisr_app"],
            "jisr_import_reviews": ["jisr_app"],
            "jisr_imports_due": ["jisr_keeper"], "jisr_forget_imports": ["jisr_keeper"],
            "jisr_kit_keep": BOTH, "jisr_kit_votes": ["jisr_app"],
            "jisr_forum_forget_bundles": ["jisr_keeper"],
            "jisr_forget_changes": ["jisr_keeper"], "jisr_rounds_due": ["jisr_keeper"],
            "jisr_scenarios_shared": ["jisr_public"],
        }  # fmt: skip
