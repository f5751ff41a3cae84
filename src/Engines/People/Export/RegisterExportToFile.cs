using Linli.Platform.Results;
using Linli.Platform.Tables;
using Linli.Platform.UseCases;

namespace Linli.People.Export;

/// <summary>The export for the command line.</summary>
internal sealed class RegisterExportToFile(UseCaseRunner runner) : IRegisterExport
{
    public async Task<Result<int>> Export(Func<TableWriter> open, RegisterExportOptions options, CancellationToken cancel)
    {
        var export = await runner.Run(new ExportRegister(options.Place, options.Relation, options.Reason, "file"), cancel);
        if (!export.Ok)
            return export.As<int>();
        await using var table = open();
        await table.WriteHeaderAsync(ExportedRow.Names, cancel);
        var rows = 0;
        await foreach (var row in export.Value.Rows.WithCancellation(cancel))
        {
            await table.WriteRowAsync(row, cancel);
            rows++;
        }

        await table.CompleteAsync(cancel);
        return rows;
    }
}
