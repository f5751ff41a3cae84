using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Cases;

/// <summary>How states look to residents.</summary>
internal static class CaseLook
{
    /// <summary>The six steps that residents follow, in order.</summary>
    public static readonly CaseState[] Steps =
        [CaseState.Reported, CaseState.Accepted, CaseState.Dispatched, CaseState.InHand, CaseState.Answered, CaseState.Confirmed];

    /// <summary>Colour of a state.</summary>
    public static Tone Of(CaseState state) => state switch
    {
        CaseState.Reported or CaseState.Accepted or CaseState.Dispatched or CaseState.InHand => Tone.Info,
        CaseState.Answered => Tone.Warning,
        CaseState.Confirmed => Tone.Good,
        _ => Tone.Plain,
    };

    /// <summary>A state in few words, for badges and steps.</summary>
    public static Phrase Short(CaseState state) => state == CaseState.Answered ? ("已答复", "Answered") : CaseText.State(state);

    /// <summary>Number of the step a case stands at; as many as there are steps once it is done, <c>null</c> off the track.</summary>
    public static int? StepOf(CaseState state) => state switch
    {
        CaseState.Confirmed => Steps.Length,
        _ when Array.IndexOf(Steps, state) is >= 0 and var step => step,
        _ => null,
    };
}
