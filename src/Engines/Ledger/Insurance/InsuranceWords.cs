using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Ledger.Insurance;

/// <summary>What people read of the family account.</summary>
internal static class InsuranceWords
{
    public static Phrase Of(Kinship kinship) => kinship switch
    {
        Kinship.Spouse => ("配偶", "husband or wife"),
        Kinship.Parent => ("父母", "parent"),
        Kinship.Child => ("子女", "child"),
        Kinship.Sibling => ("兄弟姐妹", "brother or sister"),
        Kinship.Grandparent => ("祖父母、外祖父母", "grandparent"),
        _ => ("孙子女、外孙子女", "grandchild"),
    };

    public static Phrase Of(SharingState state) => state switch
    {
        SharingState.Asked => ("待同意", "asked"),
        SharingState.Active => ("共济中", "sharing"),
        SharingState.Refused => ("未接受", "not accepted"),
        _ => ("已解除", "ended"),
    };

    public static Tone ToneOf(SharingState state) => state switch
    {
        SharingState.Active => Tone.Good,
        SharingState.Asked => Tone.Warning,
        _ => Tone.Plain,
    };
}
