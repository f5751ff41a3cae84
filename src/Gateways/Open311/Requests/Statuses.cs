using Linli.Cases;
using Linli.Platform.Text;

namespace Linli.Open311.Requests;

/// <summary>The states of a case in the two words of the protocol, and the rest of the truth in the notes.</summary>
internal static class Statuses
{
    public const string Open = "open";
    public const string Closed = "closed";

    /// <summary>Closed is what the loop has ended for; an answer that still waits for the reporter's word is not the end.</summary>
    public static string Of(CaseState state) =>
        state is CaseState.Confirmed or CaseState.Withdrawn or CaseState.Merged or CaseState.HandedOver ? Closed : Open;

    /// <summary>The state for clients that know more than open and closed.</summary>
    public static string CodeOf(CaseState state) => state switch
    {
        CaseState.Reported => "reported",
        CaseState.Accepted => "accepted",
        CaseState.Dispatched => "dispatched",
        CaseState.InHand => "in_hand",
        CaseState.Answered => "answered",
        CaseState.Confirmed => "confirmed",
        CaseState.Withdrawn => "withdrawn",
        CaseState.Merged => "merged",
        _ => "handed_over",
    };

    /// <summary>Where it really stands, what came of it, and the latest answer.</summary>
    public static string Notes(PublicCase item)
    {
        var state = item.State == CaseState.Answered ? new Phrase("已答复，待确认", "Answered, waiting for confirmation") : CaseText.State(item.State);
        var outcome = item.Outcome is { } came ? CaseText.Outcome(came) : (Phrase?)null;
        Phrase notes = (
            state.Zh + (outcome is { } zh ? $"（{zh.Zh}）" : "") + (item.MergedInto is { } into ? $"：{into}" : ""),
            state.En + (outcome is { } en ? $" ({en.En})" : "") + (item.MergedInto is { } goesOn ? $": {goesOn}" : ""));
        return item.LatestAnswer is { } answer ? $"{notes}\n{answer}" : notes.ToString();
    }
}
