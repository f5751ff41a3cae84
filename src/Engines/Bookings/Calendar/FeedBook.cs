using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Calendar;

/// <summary>What a calendar shows: one of these.</summary>
/// <param name="Person">Whose bookings.</param>
/// <param name="Resource">Code of a room.</param>
/// <param name="Offering">An offering.</param>
/// <param name="Subject">Key of a scene, such as that of a club.</param>
internal sealed record FeedOf(Guid? Person = null, string? Resource = null, OfferingId? Offering = null, string? Subject = null);

/// <summary>Makes and ends calendar addresses: one at a time for each thing, and only the hash of its secret is kept.</summary>
internal sealed class FeedBook(LinliDb db, CurrentCaller current, TimeProvider time)
{
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public async Task<string> Make(FeedOf of, string? name, CancellationToken cancel)
    {
        await End(of, cancel);
        var now = Clock.Now(time);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        db.Records<FeedRow>().Add(new()
        {
            Id = Guid.CreateVersion7(now), Person = of.Person, Resource = of.Resource, Offering = of.Offering, Subject = of.Subject, NameZh = name is { Length: > 60 } ? name[..60] : name,
            Hash = HashOf(secret), By = current.Value.Account, At = now,
        });
        return $"/calendar/{secret}.ics";
    }

    public async Task End(FeedOf of, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        foreach (var old in await Living(of).ToListAsync(cancel))
            old.EndedAt = now;
    }

    public async Task<DateTimeOffset?> Since(FeedOf of, CancellationToken cancel) => await Living(of).Select(f => (DateTimeOffset?)f.At).FirstOrDefaultAsync(cancel);

    private IQueryable<FeedRow> Living(FeedOf of) =>
        db.Records<FeedRow>().Where(f => f.EndedAt == null && f.Person == of.Person && f.Resource == of.Resource && f.Offering == of.Offering && f.Subject == of.Subject);
}
