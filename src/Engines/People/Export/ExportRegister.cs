using System.Runtime.CompilerServices;
using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.People.Register;
using Linli.Places;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Export;

/// <summary>
/// Takes the register out as a table (名册导出): who lives in and owns the homes of a place, masked. With a reason, and the
/// permissions to see phones and documents, it comes in full: that is a view of everybody in it, and each of them can read it.
/// Children under 14 stay masked: their data is looked at one by one (R38).
/// </summary>
/// <param name="Place">Code or path of the place; everything the caller works for when left out.</param>
/// <param name="Relation">Only owners, tenants or family.</param>
/// <param name="Reason">Why it is needed in full, 4–200 characters; <c>null</c> for the masked table.</param>
/// <param name="Format">csv or xlsx, for the audit log.</param>
internal sealed record ExportRegister(string? Place, HomeRelation? Relation, string? Reason, string Format) : ICommand<RegisterRows>, IValidated, IAudited
{
    public string? AuditSubject => $"{Format} {(Reason is null ? "masked" : "full")} {Place} {Relation}".TrimEnd();

    public IEnumerable<Problem> Problems()
    {
        if (Reason is not null && Reason.Trim() is not { Length: >= 4 and <= 200 })
            yield return Problem.Invalid("reason", "reason_missing",
                "请写明为什么需要完整信息（4–200 个字），名册里的每个人都会看到。", "Say why you need it in full (4–200 characters): everybody in it will read it.");
    }
}

/// <summary>The rows, fetched while they are written.</summary>
internal sealed record RegisterRows(IAsyncEnumerable<IReadOnlyList<object?>> Rows);

internal sealed class ExportRegisterHandler(
    LinliDb db, RegisterReach reach, IScopeTree tree, FieldCipher cipher, CurrentCaller current, AuditTrail audit, TimeProvider time)
    : IHandler<ExportRegister, RegisterRows>, IUseCase
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string CsvType = "text/csv; charset=utf-8";
    private const int Batch = 1000;
    private const int Young = 14;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/register/export.csv", (string? place, HomeRelation? relation, UseCaseRunner run, TimeProvider time, CancellationToken cancel) =>
                Download(run, new(place, relation, null, "csv"), time, cancel))
            .Needs(PeoplePermissions.Export).WithTags("register").WithSummary("The register as CSV, masked 导出名册").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/register/export.xlsx", (string? place, HomeRelation? relation, UseCaseRunner run, TimeProvider time, CancellationToken cancel) =>
                Download(run, new(place, relation, null, "xlsx"), time, cancel))
            .Needs(PeoplePermissions.Export).WithTags("register").WithSummary("The register as an Excel workbook, masked 导出名册").Produces(StatusCodes.Status200OK, contentType: Xlsx);
        api.MapPost("/register/export", Full).Accepts<IFormCollection>("application/x-www-form-urlencoded")
            .DisableAntiforgery() // a sign-in cookie does not come along from another site
            .Needs(PeoplePermissions.Export).WithTags("register").WithSummary("The register in full: logged as a view of everybody in it 导出完整名册")
            .WithDescription("Form fields `place`, `relation`, `format` (csv or xlsx) and `reason`.").Produces(StatusCodes.Status200OK, contentType: Xlsx);
    }

    public async Task<Result<RegisterRows>> Handle(ExportRegister request, CancellationToken cancel)
    {
        var scopes = reach.Scopes(PeoplePermissions.Export);
        if (!string.IsNullOrEmpty(request.Place))
        {
            if ((request.Place.StartsWith('/') && ScopePath.TryParse(request.Place, null, out var path) ? tree.Find(path) : tree.FindCode(request.Place)) is not { } place
                || scopes.Within(place.Path) is not { IsEmpty: false } within)
                return Problem.NotFound("register.place_not_found", "没有找到这个范围，或不在您的辖区。", "This place was not found, or lies outside your places.");
            scopes = within;
        }

        var ties = reach.Running(scopes);
        if (request.Relation is { } relation)
            ties = ties.Where(t => t.Relation == relation);
        if (request.Reason is null)
            return new RegisterRows(Rows(ties.AsNoTracking(), _ => false, CancellationToken.None));
        return await InFull(request, ties, cancel);
    }

    private async Task<Result<RegisterRows>> InFull(ExportRegister request, IQueryable<HomeTie> ties, CancellationToken cancel)
    {
        var (phones, documents) = (reach.Scopes(PeoplePermissions.Contact), reach.Scopes(PeoplePermissions.Identity));
        if ((current.Value.Account is null && !current.Value.IsSystem) || phones.IsEmpty || documents.IsEmpty)
            return Problem.Forbidden("register.export_full", "导出完整名册需要查看完整电话和证件号码的权限。", "The register in full needs the permissions to see phones and documents in full.");
        bool MaySee(HomeTie tie) => RegisterReach.Covers(phones, tie) && RegisterReach.Covers(documents, tie);
        var now = Clock.Now(time);
        var oldest = LocalTime.DateOf(now).AddYears(-Young);
        var seen = (await ties.AsNoTracking().Where(t => !db.Records<Person>().Any(p => p.Id == t.PersonId && p.BirthDate > oldest)).ToListAsync(cancel))
            .Where(MaySee).Select(t => t.PersonId).ToHashSet();
        await db.InsertMany(
            seen.Select(person => new View
            {
                Id = Guid.CreateVersion7(now), PersonId = person, ViewerId = current.Value.Account ?? Guid.Empty, ViewerName = current.Value.Account is null ? "系统运维（命令行）" : current.Value.Name, What = "export", Reason = request.Reason!.Trim(), At = now,
            }),
            cancel);
        audit.Record("people.export", detail: $"full, people {seen.Count}");
        // Who moved in since the views were written is not among those who can read of it.
        return new RegisterRows(Rows(ties.AsNoTracking(), tie => seen.Contains(tie.PersonId) && MaySee(tie), CancellationToken.None));
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> Rows(IQueryable<HomeTie> ties, Func<HomeTie, bool> full, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Batches rather than one long query: a slow reader must not hold a snapshot of the database open.
        HomeTie? last = null;
        var oldest = LocalTime.Today(time).AddYears(-Young);
        while (true)
        {
            var batch = await After(ties, last).OrderBy(t => t.HomeLabel).ThenBy(t => t.Id).Take(Batch).ToListAsync(cancel);
            var ids = batch.Select(t => t.PersonId).Distinct().ToList();
            var people = await db.Records<Person>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
            foreach (var tie in batch)
                if (people.TryGetValue(tie.PersonId, out var person) && person.ErasedAt is null)
                    yield return ExportedRow.Of(tie, person, full(tie) && !(person.BirthDate > oldest), cipher, tree);
            if (batch.Count < Batch)
                yield break;
            last = batch[^1];
        }
    }

#pragma warning disable CA1309 // compared by the database, in the order it sorts by
    private static IQueryable<HomeTie> After(IQueryable<HomeTie> ties, HomeTie? last) =>
        last is not { HomeLabel: var label, Id: var id }
            ? ties
            : ties.Where(t => string.Compare(t.HomeLabel, label) > 0 || (t.HomeLabel == label && t.Id.CompareTo(id) > 0));
#pragma warning restore CA1309

    private static async Task<IResult> Full(HttpRequest request, UseCaseRunner run, TimeProvider time, CancellationToken cancel)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(cancel) : FormCollection.Empty;
        var relation = Enum.TryParse<HomeRelation>(form["relation"], ignoreCase: true, out var one) ? one : (HomeRelation?)null;
        return await Download(run, new(form["place"], relation, form["reason"].ToString(), form["format"] == "csv" ? "csv" : "xlsx"), time, cancel);
    }

    private static async Task<IResult> Download(UseCaseRunner run, ExportRegister request, TimeProvider time, CancellationToken cancel)
    {
        var export = await run.Run(request, cancel);
        if (!export.Ok)
            return ProblemResults.From(export.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = request.Format == "csv" ? TableWriter.Csv(output) : TableWriter.Xlsx(output, "名册");
                await table.WriteHeaderAsync(ExportedRow.Names, cancel);
                await foreach (var row in export.Value.Rows.WithCancellation(cancel))
                    await table.WriteRowAsync(row, cancel);
                await table.CompleteAsync(cancel);
            },
            request.Format == "csv" ? CsvType : Xlsx, $"register-{LocalTime.Today(time):yyyyMMdd}.{request.Format}");
    }
}
