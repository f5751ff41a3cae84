using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>What became of a line of the ledger: its changes, and the latest entries of use.</summary>
/// <param name="Code">The space.</param>
internal sealed record SpaceHistory(string Code) : IQuery<SpaceStory>;

/// <summary>A line of the ledger with its story.</summary>
/// <param name="Space">As it is now.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="SharedWith">Codes of further communities that share it.</param>
/// <param name="Changes">Latest first.</param>
/// <param name="Uses">The last fifty, latest first.</param>
internal sealed record SpaceStory(
    SpaceLine Space, IReadOnlyList<SpaceLine> Parts, IReadOnlyList<string> SharedWith, IReadOnlyList<SpaceChange> Changes, IReadOnlyList<SpaceUseLine> Uses);

/// <summary>A change.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="What">Old and new text by the name of the field.</param>
internal sealed record SpaceChange(DateTimeOffset At, string By, IReadOnlyDictionary<string, string?[]> What);

/// <summary>An entry of use.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Day">Local date.</param>
/// <param name="Minutes">How long.</param>
/// <param name="Visits">How many came.</param>
/// <param name="Community">Path of the community whose people they were.</param>
/// <param name="FromBooking">Written by a booking, not by staff.</param>
/// <param name="Note">What it was.</param>
internal sealed record SpaceUseLine(Guid Id, DateOnly Day, int Minutes, int Visits, ScopePath? Community, bool FromBooking, string? Note);

internal sealed class SpaceHistoryHandler(LinliDb db, CurrentCaller current) : IHandler<SpaceHistory, SpaceStory>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/spaces/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new SpaceHistory(code), cancel))
            .Needs(PlacesPermissions.Ledger).WithTags("Spaces").WithSummary("A space with its parts, changes and use");

    public async Task<Result<SpaceStory>> Handle(SpaceHistory request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(PlacesPermissions.Ledger);
        if (await db.Scoped<SpaceRow>(scopes).AsNoTracking().SingleOrDefaultAsync(s => s.Code == request.Code, cancel) is not { } space)
            return SpaceProblems.NoSpace();
        var parts = await db.Scoped<SpaceRow>(scopes).AsNoTracking().Where(s => s.PartOf == request.Code).OrderBy(s => s.Code).ToListAsync(cancel);
        var shares = await db.Records<SpaceShareRow>().Where(s => s.Space == request.Code).Select(s => s.Community).ToListAsync(cancel);
        var changes = await db.Scoped<SpaceChangeRow>(scopes).AsNoTracking().Where(c => c.Space == request.Code).OrderByDescending(c => c.At).Take(100).ToListAsync(cancel);
        var uses = await db.Scoped<SpaceUseRow>(scopes).AsNoTracking().Where(u => u.Space == request.Code)
            .OrderByDescending(u => u.Day).ThenByDescending(u => u.At).Take(50).ToListAsync(cancel);
        return new SpaceStory(
            SpaceLine.Of(space), [.. parts.Select(SpaceLine.Of)], [.. shares.Select(s => s.Code).Order(StringComparer.Ordinal)],
            [.. changes.Select(c => new SpaceChange(c.At, c.By, JsonSerializer.Deserialize<Dictionary<string, string?[]>>(c.What, Json.Options)!))],
            [.. uses.Select(u => new SpaceUseLine(u.Id, u.Day, u.Minutes, u.Visits, u.Community, u.Source == UseSource.Booking, u.Note))]);
    }
}
