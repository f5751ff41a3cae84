using System.Globalization;
using Linli.Bookings.Recurrence;
using Linli.Places;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Bookings.Offerings;

/// <summary>An offering as staff keep it (预约项目详情): its times and its rules.</summary>
internal sealed record ReadOffering(OfferingId Id) : IQuery<KeptOffering>;

/// <summary>An offering with everything that can be changed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="KindName">The kind in words.</param>
/// <param name="Title">What people read.</param>
/// <param name="About">What it is about.</param>
/// <param name="Place">Code of its place.</param>
/// <param name="Resources">Codes of what it takes.</param>
/// <param name="Use">What a room is used for.</param>
/// <param name="Capacity">Places.</param>
/// <param name="Open">Whether people can book.</param>
/// <param name="Times">When its sessions are.</param>
/// <param name="Terms">Its rules.</param>
/// <param name="CanChange">Whether it is changed here, and not on a page of its scene.</param>
/// <param name="FixedTimes">Whether its times are set for good, as those of a course are.</param>
/// <param name="Room">Of a room that is lent by the hour: how; it is changed by <c>PUT /bookings/rooms/{space}</c>.</param>
internal sealed record KeptOffering(
    OfferingId Id, string Kind, Phrase KindName, Phrase Title, string? About, string Place, IReadOnlyList<string> Resources, string? Use, int Capacity, bool Open, OfferingTimes? Times,
    BookingTerms Terms, bool CanChange, bool FixedTimes, LentRoom? Room = null);

/// <summary>A room as it is lent.</summary>
/// <param name="Space">Code of the space.</param>
/// <param name="SetUpMinutes">Time to change it from one use to another.</param>
/// <param name="Uses">Codes of uses for which it is lent.</param>
/// <param name="Allowed">Uses that the ledger of spaces allows.</param>
internal sealed record LentRoom(string Space, int SetUpMinutes, IReadOnlyList<string> Uses, IReadOnlyList<SpaceUseName> Allowed);

internal sealed class ReadOfferingHandler(OfferingBook offerings, KindBook kinds, ILentSpaces spaces, CurrentCaller current) : IHandler<ReadOffering, KeptOffering>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bookings/offerings/{id}", (OfferingId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadOffering(id), cancel))
            .Needs(BookingsPermissions.Keep).WithTags("Bookings").WithSummary("An offering with its times and rules 预约项目详情");

    public async Task<Result<KeptOffering>> Handle(ReadOffering request, CancellationToken cancel)
    {
        if (await offerings.Find(request.Id, cancel) is not { } row || !current.Value.May(BookingsPermissions.Keep, row.Scope))
            return BookingProblems.NoOffering;
        var kind = kinds.Find(row.Kind);
        var times = row.FirstDay is { } first ? new OfferingTimes(first, row.From!.Value, row.Minutes!.Value, row.Rule, row.Holidays)
        {
            Except = RecurrenceDates.ReadAll(row.Except) ?? [], Also = RecurrenceDates.ReadAll(row.Also) ?? [],
        } : null;
        return new KeptOffering(
            row.Id, row.Kind, kind.Name, row.Title, row.About, row.Place.Code, row.ResourceCodes, row.Use, row.Capacity, row.Open, times, row.ReadTerms(), kind.MadeAtDesk && kinds.Knows(row.Kind),
            kind.Mode == OfferingMode.Series, row.Kind == OfferingKind.Room ? await Room(row, cancel) : null);
    }

    private async Task<LentRoom?> Room(OfferingRow row, CancellationToken cancel) =>
        (await offerings.Resources(row.ResourceCodes, cancel)).Values.FirstOrDefault(r => r.Lending == row.Id) is { Space: { } code } room && (await spaces.Find([code], cancel)).GetValueOrDefault(code) is { } space
            ? new(code, room.SetUpMinutes, room.UseCodes, space.Uses) : null;

    /// <summary>Days as a form shows them.</summary>
    public static string Days(IReadOnlyList<DateOnly>? days) => string.Join(", ", (days ?? []).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
}
