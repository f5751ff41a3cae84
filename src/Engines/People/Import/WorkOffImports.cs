using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.People.Import;

/// <summary>
/// Checks and carries out what waits, each in the name of whoever uploaded it. Reading and hashing need no lock; only the
/// writing is a transaction. A node that dies leaves the import waiting and the register untouched: the next round begins anew.
/// </summary>
internal sealed class WorkOffImports(
    LinliDb db, UseCaseRunner runner, ImportReading reading, ImportPlanning planning, Staging staging, ImportProgress progress,
    ICallerDirectory callers, CurrentCaller current, TimeProvider time, ILogger<WorkOffImports> log) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var waiting = await db.Records<RegisterImport>().AsNoTracking()
            .Where(i => i.State == ImportState.Checking || i.State == ImportState.Running).OrderBy(i => i.At).ToListAsync(cancel);
        foreach (var import in waiting)
        {
            try
            {
                await Work(import, cancel);
            }
            finally
            {
                current.Value = Caller.System;
                progress.Forget(import.Id);
            }
        }
    }

    private async Task Work(RegisterImport import, CancellationToken cancel)
    {
        if (await callers.Find(import.By, cancel) is not { } caller || !caller.May(PeoplePermissions.Import))
        {
            await Fail(import, Problem.Forbidden("people.import_left", "上传者已没有导入权限。", "Whoever uploaded it may no longer import."), cancel);
            return;
        }

        current.Value = caller;
        try
        {
            await WorkAs(import, cancel);
        }
        catch (InvalidTableException e)
        {
            await Fail(import, Staging.Unreadable(e), cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Never the rows: exceptions of databases may quote them.
            log.LogError("Import {Import} failed: {Kind}.", import.Id, e.GetType().Name);
            await Fail(import, new("people.import_failed", ("导入中出错，名册没有改动。请重新上传；若再次出错请联系管理员。", "Something went wrong and the register was not changed. Upload it again; tell the operator if it fails again.")), cancel);
        }
    }

    private async Task WorkAs(RegisterImport import, CancellationToken cancel)
    {
        using var bytes = await staging.Read(import.Id, PartOf.Upload, cancel);
        if (bytes is null)
        {
            await Fail(import, ImportAccess.NotFound, cancel);
            return;
        }

        var choices = Staging.Choices(import);
        using var table = ImportReading.Open(bytes);
        var map = ImportMap.Of(table.Headers, choices);
        if (GetImportHandler.ProblemsOf(map) is [var unclear, ..])
        {
            await runner.Run(new FailImport(import.Id, unclear, ImportState.Uploaded), cancel);
            return;
        }

        var file = await reading.Read(table, choices, import.Compound, rows => progress.Report(import.Id, rows, false), cancel);
        progress.Report(import.Id, file.Rows.Count, true);
        var (decisions, answers) = (new Decisions(Staging.Verdicts(import)), Staging.Answers(import));
        if (import.State == ImportState.Running)
        {
            var result = await runner.Run(new CarryOutImport(file, decisions, answers) { Staged = import.Id, Refused = () => Refused(bytes, file, cancel) }, cancel);
            if (!result.Ok)
                await runner.Run(new FailImport(import.Id, result.Problem, ImportState.Checking), cancel);
            return;
        }

        var plan = await planning.Plan(file, decisions, answers, Clock.Now(time), cancel);
        var refused = file.Rows.Any(r => r.Problem is not null) ? await Refused(bytes, file, cancel) : null;
        await runner.Run(new KeepFindings(import.Id, file, plan, plan.Count(file, answers), refused, map.Map.Unused), cancel);
    }

    private static async Task<byte[]> Refused(MemoryStream bytes, ImportFile file, CancellationToken cancel)
    {
        bytes.Position = 0;
        using var again = ImportReading.Open(bytes);
        return await ImportFindings.RefusedFile(file, again, cancel);
    }

    private Task<Result<Done>> Fail(RegisterImport import, Problem problem, CancellationToken cancel) =>
        runner.Run(new FailImport(import.Id, problem, ImportState.Failed), cancel);
}

/// <summary>Deletes staged registers a day after they were uploaded: nobody comes back to a file full of people.</summary>
internal sealed class OldImports(LinliDb db, WriterQueue writers, TimeProvider time) : IJob
{
    private static readonly TimeSpan LinesKept = TimeSpan.FromDays(30);

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var old = await db.Records<RegisterImport>().Where(i => i.At <= now - Staging.KeptFor && i.Findings != null).Select(i => i.Id).ToListAsync(cancel);
        var staged = await db.Records<ImportPart>().Select(p => p.ImportId).Distinct().ToListAsync(cancel);
        var gone = await db.Records<RegisterImport>().Where(i => staged.Contains(i.Id) && i.At > now - Staging.KeptFor).Select(i => i.Id).ToListAsync(cancel);
        var drop = staged.Except(gone).ToList();
        if (old.Count + drop.Count == 0 && !await db.Records<RegisterImport>().AnyAsync(i => i.At <= now - LinesKept, cancel))
            return;
        using (await writers.Enter(cancel))
        {
            await db.Records<ImportPart>().Where(p => drop.Contains(p.ImportId)).ExecuteDeleteAsync(cancel);
            await db.Records<RegisterImport>().Where(i => old.Contains(i.Id)).ExecuteUpdateAsync(s => s.SetProperty(i => i.Findings, (Sealed?)null), cancel);
            await db.Records<RegisterImport>().Where(i => i.At <= now - Staging.KeptFor && i.State != ImportState.Done && i.State != ImportState.Failed)
                .ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Failed).SetProperty(i => i.Failure, "已超过 24 小时，文件已删除，请重新上传。\nAfter 24 hours the file was deleted: upload it again."), cancel);
            await db.Records<RegisterImport>().Where(i => i.At <= now - LinesKept).ExecuteDeleteAsync(cancel);
        }
    }
}
