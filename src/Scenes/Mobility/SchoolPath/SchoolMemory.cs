using System.Collections.Frozen;
using Linli.Mobility.GuardPoints;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Mobility.SchoolPath;

/// <summary>
/// School days, windows and the cards that may be listened to, in memory: the pipeline asks for each reading before it is
/// written anywhere. Read at the first question, read anew when this node changes it, and every few seconds in case another did.
/// </summary>
internal sealed class SchoolMemory(IServiceScopeFactory scopes, TimeProvider time, ILogger<SchoolMemory> log) : ISchoolDays, ICollectWhen
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(10);
    private readonly Lock reading = new();
    private volatile Known? known;
    private long readAt;
    private int looking;

    /// <summary>What is known: terms and days by place, windows and cards.</summary>
    internal sealed record Known(
        IReadOnlyList<SchoolTerm> Terms, IReadOnlyDictionary<(string Scope, DateOnly Date), bool> Days, FrozenDictionary<Guid, (string Scope, IReadOnlyList<(TimeOnly From, TimeOnly To)> Windows)> Cards);

    string ICollectWhen.Kind => StudentCards.Card.Code;

    /// <inheritdoc/>
    public bool IsSchoolDay(ScopePath place, DateOnly date) => IsSchoolDay(Now, place.Value, date);

    /// <summary>
    /// Only of a card whose guardian agreed, only on school days, only in the windows of its path (R38). While nothing can be
    /// read, nothing may be kept.
    /// </summary>
    public bool MayKeep(DeviceId device, string measure, DateTimeOffset at) => MayKeep(Now, device.Value, at);

    /// <summary>Reads everything anew once the current transaction is committed.</summary>
    public void Changed(LinliDb db) => db.AfterCommit(() => known = null);

    internal static bool MayKeep(Known known, Guid device, DateTimeOffset at) =>
        known.Cards.TryGetValue(device, out var card) && DutyHours.At(card.Windows, at) is not null && IsSchoolDay(known, card.Scope, LocalTime.DateOf(at));

    /// <summary>
    /// A day that is listed for the place or one around it is what is listed, the nearest first; otherwise a working day, make-up
    /// days included (R52), within a term. Where no term is listed at all no day is a school day.
    /// </summary>
    internal static bool IsSchoolDay(Known known, string place, DateOnly date)
    {
        for (var at = place; ; at = at[..(at.LastIndexOf('/', at.Length - 2) + 1)])
        {
            if (known.Days.TryGetValue((at, date), out var listed))
                return listed;
            if (at.Length <= 1)
                break;
        }

        foreach (var term in known.Terms)
            if (term.From <= date && date <= term.To && place.StartsWith(term.Scope, StringComparison.Ordinal))
                return WorkingDayCalendar.China.IsWorkingDay(date);
        return false;
    }

    private Known Now
    {
        get
        {
            var now = known ?? Read();
            if (time.GetElapsedTime(Volatile.Read(ref readAt)) > ReadEvery && Interlocked.Exchange(ref looking, 1) == 0)
                _ = Task.Run(Look);
            return now;
        }
    }

    private void Look()
    {
        try
        {
            lock (reading)
                Load();
        }
        catch (Exception e) when (e is ObjectDisposedException or System.Data.Common.DbException)
        {
            // What is in memory goes on serving; the next look comes in a few seconds.
            log.LogWarning("Could not look for changes of school days: {Reason}", e.Message);
        }
        finally
        {
            Volatile.Write(ref looking, 0);
        }
    }

    private Known Read()
    {
        lock (reading)
            return known ?? Load();
    }

    private Known Load()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        Volatile.Write(ref readAt, time.GetTimestamp());
        // Of all places: it decides what is kept, and shows nobody anything.
        var windows = db.Unfiltered<SchoolPathRow>().AsNoTracking().Select(p => new { p.Code, p.Windows }).ToDictionary(p => p.Code, p => DutyHours.Parse(p.Windows) ?? []);
        var cards = db.Unfiltered<Pupil>().AsNoTracking().Where(p => p.EndedAt == null).Select(p => new { p.Device, p.Scope, p.Path }).ToList();
        return known = new(
            db.Unfiltered<SchoolTerm>().AsNoTracking().ToList(), db.Unfiltered<SchoolDayRow>().AsNoTracking().ToDictionary(d => (d.Scope, d.Date), d => d.IsSchoolDay),
            cards.Where(c => windows.ContainsKey(c.Path)).DistinctBy(c => c.Device).ToFrozenDictionary(c => c.Device, c => (c.Scope, windows[c.Path])));
    }
}
