using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>The ledger for a table, with who shares what. Its addresses stand in <see cref="SpaceTables"/>.</summary>
/// <param name="Filter">As on the page.</param>
internal sealed record SpacesForExport(FindSpaces Filter) : IQuery<ExportedSpace[]>;

/// <summary>A line with the codes of further communities that share it, separated by bars.</summary>
internal sealed record ExportedSpace(SpaceLine Space, string SharedWith);

internal sealed class ExportSpacesHandler(LinliDb db, IHandler<FindSpaces, SpaceLine[]> find) : IHandler<SpacesForExport, ExportedSpace[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<ExportedSpace[]>> Handle(SpacesForExport request, CancellationToken cancel)
    {
        var lines = await find.Handle(request.Filter, cancel);
        if (!lines.Ok)
            return lines.As<ExportedSpace[]>();
        var shares = (await db.Records<SpaceShareRow>().AsNoTracking().ToListAsync(cancel)).ToLookup(s => s.Space, s => s.Community.Code);
        return lines.Value.Select(l => new ExportedSpace(l, string.Join('|', shares[l.Code].Order(StringComparer.Ordinal)))).ToArray();
    }
}
