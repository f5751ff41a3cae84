using Linli.Platform.Text;

namespace Linli.People.Care;

/// <summary>States of entries in words.</summary>
internal static class CareWords
{
    public static Phrase Of(CareState state) => state switch
    {
        CareState.Waiting => ("待批准", "Waiting for approval"),
        CareState.Listed => ("在册", "Listed"),
        CareState.Refused => ("未批准", "Refused"),
        _ => ("已移出", "Ended"),
    };
}
