using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.UseCases;

namespace Linli.Places.Spaces;

/// <summary>
/// Takes lines of the ledger from a table, CSV or Excel, with Chinese or English headings. Safe to repeat: a known code is
/// changed, and a line that says the same stays as it is. Rows that cannot be taken are told with their reasons.
/// </summary>
/// <param name="File">The table; read once, not disposed.</param>
/// <param name="FileName">What it was called, for the audit log.</param>
/// <param name="DryRun">Check only: nothing is written.</param>
internal sealed record ImportSpaces(Stream File, string FileName, bool DryRun) : ICommand<SpacesImported>, IAudited
{
    public string? AuditSubject => DryRun ? null : FileName.Length > 100 ? FileName[..100] : FileName;
}

/// <summary>What became of the rows.</summary>
/// <param name="Added">New lines.</param>
/// <param name="Changed">Known lines that say something else now.</param>
/// <param name="Same">Known lines that were as they are.</param>
/// <param name="Refused">The others.</param>
/// <param name="DryRun">Nothing was written.</param>
internal sealed record SpacesImported(int Added, int Changed, int Same, IReadOnlyList<SpaceRefused> Refused, bool DryRun);

/// <summary>A row that was not taken.</summary>
/// <param name="Row">Its row in Excel, or the line of the text file.</param>
/// <param name="Code">Its code.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Reason">What is wrong and what to do.</param>
internal sealed record SpaceRefused(int Row, string Code, string? Field, Phrase Reason);

/// <summary>A dry run is carried out and then not saved, so that it finds exactly what the import would.</summary>
internal sealed class ImportSpacesHandler(SpaceLedger ledger, Platform.Data.LinliDb db, CurrentCaller current)
    : IHandler<ImportSpaces, SpacesImported>, IUseCase
{
    private const int MostRows = 5000;

    public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder api) => SpaceTables.Map(api);

    public async Task<Result<SpacesImported>> Handle(ImportSpaces request, CancellationToken cancel)
    {
        try
        {
            using var table = TableReader.Open(request.File, SpaceTables.KnownHeaders);
            var map = ColumnMap.Match(table.Headers, SpaceTables.Columns);
            if (!map.IsUsable)
                return Unusable(map);
            return await Take(table, map, request.DryRun, cancel);
        }
        catch (InvalidTableException e)
        {
            return Problem.Invalid("file", "places.table_unreadable", "文件无法读取，请用 CSV 或 Excel：" + e.Message, "The file cannot be read; use CSV or Excel: " + e.Message);
        }
    }

    private static Problem Unusable(ColumnMap map) => Problem.Invalid("file", "places.table_columns",
        "缺少或重复的列：" + string.Join("、", map.Missing.Concat(map.Ambiguous.Keys)) + "。可先导出一份作为模板。",
        "Columns missing or ambiguous: " + string.Join(", ", map.Missing.Concat(map.Ambiguous.Keys)) + ". An export serves as a template.");

    private async Task<Result<SpacesImported>> Take(TableReader table, ColumnMap map, bool dryRun, CancellationToken cancel)
    {
        var (added, changed, same) = (0, 0, 0);
        var refused = new List<SpaceRefused>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in table.Rows())
        {
            if (row.Cells.All(c => c.Length == 0))
                continue;
            if (seen.Count + refused.Count >= MostRows)
                return Problem.Invalid("file", "places.too_many_rows", $"一次最多 {MostRows} 行。", $"At most {MostRows} rows at once.");
            var read = SpaceTables.Read(row, map);
            var code = read.Wish.Code;
            var problem = read.Problem ?? read.Wish.Problems().FirstOrDefault()
                ?? (seen.TryAdd(code, row.Number) ? null : Problem.Invalid("code", "places.code_twice", $"代码与第 {seen[code]} 行重复。", $"The code is that of row {seen[code]}."));
            var before = db.ChangeTracker.Entries<SpaceChangeRow>().Count();
            if (problem is null && await ledger.Keep(read.Wish, current.Value, cancel) is var kept && !kept.Ok)
                problem = kept.Problem;
            else if (problem is null)
                _ = db.ChangeTracker.Entries<SpaceChangeRow>().Count() == before ? same++
                    : db.ChangeTracker.Entries<SpaceRow>().First(e => e.Entity.Code == code).State == Microsoft.EntityFrameworkCore.EntityState.Added ? added++ : changed++;
            if (problem is not null)
                refused.Add(new(row.Number, code, problem.Field, problem.Message));
        }

        if (dryRun)
            db.ChangeTracker.Clear();
        return new SpacesImported(added, changed, same, refused, dryRun);
    }
}
