using Linli.Platform.Text;

namespace Linli.Sensing.Rules;

/// <summary>
/// Why a rule fired or is over: the facts, worded when somebody reads them; few of the crossings of a busy
/// hour are ever read about.
/// </summary>
internal abstract class Explanation : IEquatable<Explanation>
{
    private Tuple<Phrase>? said;

    public static implicit operator Explanation(Phrase words) => new Worded(words);

    /// <summary>The words, always the same.</summary>
    public Phrase Say() => (said ??= new(Word())).Item1;

    public bool Equals(Explanation? other) => other is not null && Say() == other.Say();

    public override bool Equals(object? obj) => Equals(obj as Explanation);

    public override int GetHashCode() => Say().GetHashCode();

    protected abstract Phrase Word();

    private sealed class Worded(Phrase words) : Explanation
    {
        protected override Phrase Word() => words;
    }
}

/// <summary>A crossing of the border of a fence, with the position that decided it.</summary>
internal sealed class CrossingExplained(RuleSet set, ReadyRule rule, bool inside, in Fix fix, float accuracy, long at) : Explanation
{
    private readonly Fix fix = fix;

    protected override Phrase Word() => RuleWords.Crossed(
        rule, set.Fences[rule.Fence], inside, set.Index.ToBorder(rule.Fence, fix.Longitude, fix.Latitude), accuracy, float.IsNaN(fix.Accuracy), at);
}
