using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Dispatch;

/// <summary>Finds the person of a team for a case.</summary>
internal sealed class HandlerChoice(LinliDb db, IScopeTree tree)
{
    /// <summary>The person, or <c>null</c> where the team decides itself.</summary>
    public async Task<Guid?> Choose(
        Case item, DispatchHow how, Guid? named, IReadOnlyList<StaffMember> members, CancellationToken cancel) => how switch
        {
            DispatchHow.Assign => named,
            DispatchHow.Grab => null,
            DispatchHow.RoundRobin => NextInTurn(members, await LastGiven(members, cancel)),
            _ => Nearest(item, members, path => tree.Find(path)),
        };

    /// <summary>The member who got a case longest ago; who never got one comes first, then by name for a stable order.</summary>
    internal static Guid? NextInTurn(IReadOnlyList<StaffMember> members, IReadOnlyDictionary<Guid, DateTimeOffset> lastGiven) =>
        members.OrderBy(m => lastGiven.TryGetValue(m.Account, out var last) ? last : DateTimeOffset.MinValue)
            .ThenBy(m => m.Name, StringComparer.Ordinal)
            .Select(m => (Guid?)m.Account).FirstOrDefault();

    /// <summary>The member whose post's place lies nearest to the case; without a point, whoever's place contains it.</summary>
    internal static Guid? Nearest(Case item, IReadOnlyList<StaffMember> members, Func<ScopePath, Place?> find) =>
        members.OrderBy(m => Far(item, find(m.Scope)))
            .ThenByDescending(m => item.Scope.StartsWith(m.Scope.Value, StringComparison.Ordinal) ? m.Scope.Value.Length : 0)
            .ThenBy(m => m.Name, StringComparer.Ordinal)
            .Select(m => (Guid?)m.Account).FirstOrDefault();

    private static double Far(Case item, Place? place)
    {
        if (item.Longitude is null || place?.Longitude is null)
            return double.MaxValue;
        var east = (item.Longitude.Value - place.Longitude.Value) * Math.Cos(item.Latitude!.Value * Math.PI / 180);
        var north = item.Latitude.Value - place.Latitude!.Value;
        return (east * east) + (north * north);
    }

    private async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> LastGiven(IReadOnlyList<StaffMember> members, CancellationToken cancel)
    {
        var accounts = members.Select(m => (Guid?)m.Account).ToList();
        return await db.Unfiltered<Case>().Where(c => accounts.Contains(c.Handler) && c.AcceptedAt != null)
            .GroupBy(c => c.Handler!.Value)
            .Select(g => new { g.Key, Last = g.Max(c => c.AcceptedAt!.Value) })
            .ToDictionaryAsync(g => g.Key, g => g.Last, cancel);
    }
}
