using Linli.Bookings;
using Linli.Health.ElderWatch;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>Centres of home care with area, beds and services (居家养老服务), for everybody.</summary>
/// <param name="Code">Only this one.</param>
internal sealed record FindCare(string? Code = null) : IQuery<IReadOnlyList<CareSheet>>;

/// <summary>A centre.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="About">What it is.</param>
/// <param name="Place">Path of its place.</param>
/// <param name="Facility">Code of its facility on the map.</param>
/// <param name="AreaM2">Area in square metres.</param>
/// <param name="Beds">Beds for a rest or a night.</param>
/// <param name="Services">What can be booked.</param>
internal sealed record CareSheet(string Code, Phrase Name, string? About, string Place, string? Facility, decimal AreaM2, int Beds, IReadOnlyList<CareServiceSheet> Services)
{
    /// <summary>Nursing beds that are free by the plan today; <c>null</c> where no bed has been entered.</summary>
    public int? FreeBeds { get; init; }
}

/// <summary>A service.</summary>
/// <param name="Id">Id.</param>
/// <param name="Kind">A service or a day of care.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Minutes">How long it lasts.</param>
/// <param name="PriceFen">Price in fen.</param>
/// <param name="Page">Page that books it.</param>
/// <param name="Next">The next session with a place; <c>null</c> where all are full.</param>
internal sealed record CareServiceSheet(Guid Id, CareKind Kind, Phrase Name, int Minutes, long PriceFen, string Page, SessionView? Next);

internal sealed class FindCareHandler(LinliDb db, IBookings bookings, TimeProvider time) : IHandler<FindCare, IReadOnlyList<CareSheet>>, IUseCase
{
    private const int Days = 14;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/care-centres", (UseCaseRunner run, CancellationToken cancel, string? code = null) => run.Answer(new FindCare(code), cancel))
            .Needs(Access.Public).WithTags("Elder care").WithSummary("Centres of home care with area and services 居家养老服务");

    public async Task<Result<IReadOnlyList<CareSheet>>> Handle(FindCare request, CancellationToken cancel)
    {
        // For everybody.
        var centres = await db.Unfiltered<CareCentre>().AsNoTracking().Where(c => request.Code == null || c.Code == request.Code).OrderByDescending(c => c.AreaDm2).ThenBy(c => c.Code).ToListAsync(cancel);
        var codes = centres.ConvertAll(c => c.Code);
        var services = await db.Unfiltered<CareService>().AsNoTracking().Where(s => codes.Contains(s.Centre) && s.EndedAt == null).ToListAsync(cancel);
        var now = Clock.Now(time);
        var (beds, taken) = await Beds(codes, LocalTime.DateOf(now), cancel);
        var next = (await bookings.Sessions(services.ConvertAll(s => s.Offering), now, now.AddDays(Days), cancel)).Where(s => s.State == SessionState.Planned && s.Start > now && s.Left > 0).ToLookup(s => s.Offering);
        return centres.ConvertAll(c => new CareSheet(c.Code, c.Name, c.About, c.Scope, c.Facility, c.AreaDm2 / 100m, c.Beds,
        [
            .. services.Where(s => s.Centre == c.Code).OrderByDescending(s => s.Kind).ThenBy(s => s.Id)
                .Select(s => new CareServiceSheet(s.Id, s.Kind, s.Name, s.Minutes, s.PriceFen, Linli.Health.ElderCare.CareParts.Kind.PageOf(s.Offering), next[s.Offering].FirstOrDefault())),
        ])
        {
            FreeBeds = beds.TryGetValue(c.Code, out var all) ? all - taken.GetValueOrDefault(c.Code) : null,
        });
    }

    // Of each centre: beds that were entered, and those that are taken today.
    private async Task<(Dictionary<string, int> Beds, Dictionary<string, int> Taken)> Beds(List<string> codes, DateOnly today, CancellationToken cancel) => (
        await db.Unfiltered<CareBed>().Where(b => codes.Contains(b.Centre)).GroupBy(b => b.Centre).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel),
        await db.Unfiltered<BedStay>().Where(s => codes.Contains(s.Centre) && s.EndedAt == null && s.From <= today).GroupBy(s => s.Centre).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel));
}
