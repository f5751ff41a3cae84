using Linli.Bookings;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Health;

/// <summary>
/// People of the demo who act while it is being founded. Nothing is committed by then, and <see cref="ICallerDirectory"/> looks by a
/// connection of its own: it would find nobody.
/// </summary>
internal static class DemoResidents
{
    /// <summary>Whoever has this tie, without any post.</summary>
    public static Caller As(TieOfHome who) => new(who.Account, who.HomeLabel, []) { Person = who.Person, NamedPerson = who.Person, HomeScopes = [who.Building] };

    /// <summary>Somebody books a place for themselves; a refusal is a mistake in the samples and stops the founding.</summary>
    public static async Task Book(LinliDb db, IBookings bookings, CurrentCaller current, TieOfHome who, SessionView session, CancellationToken cancel)
    {
        var before = current.Value;
        current.Value = As(who);
        Must(await bookings.Reserve(new(session.Id), cancel), $"{who.HomeLabel} on {session.Day:yyyy-MM-dd}");
        await db.SaveChangesAsync(cancel);
        current.Value = before;
    }

    /// <summary>The answer of what has to succeed.</summary>
    public static T Must<T>(Result<T> result, string what) => result.Ok ? result.Value : throw new InvalidDataException($"{what}: {result.Problem.Message.En}");
}
