using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Ledger;

/// <summary>The rules by which acts earn points, for scenes that explain them (积分规则).</summary>
public interface IEarningRules
{
    /// <summary>The rules that hold at a place on a local day, one for each act, in the order of their names.</summary>
    Task<IReadOnlyList<RuleInForce>> At(ScopePath place, DateOnly day, CancellationToken cancel);
}

/// <summary>A rule on a day.</summary>
/// <param name="Event">The act, such as <c>waste.sorted</c>.</param>
/// <param name="Name">What people read.</param>
/// <param name="Points">What it brings, above zero.</param>
/// <param name="Version">Which version of the rule.</param>
/// <param name="From">Since which local day.</param>
/// <param name="TimesPerDay">How often a person earns by it on one day.</param>
/// <param name="PointsPerDay">How many points on one day.</param>
/// <param name="PointsPerMonth">How many points in a month.</param>
/// <param name="NeedsProof">Whether a photo or paper has to be shown.</param>
/// <param name="ValidDays">For how many days the points can be spent; until the end of the next year when <c>null</c>.</param>
/// <param name="Source">Who decided it, and where.</param>
public sealed record RuleInForce(
    string Event, Phrase Name, long Points, int Version, DateOnly From, int? TimesPerDay, long? PointsPerDay, long? PointsPerMonth, bool NeedsProof, int? ValidDays, string Source);
