using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Board;

/// <summary>Adds a village that the kitchen cooks for, or changes the one with this code.</summary>
/// <param name="Code">1 to 40 small letters, digits, hyphens; in the address.</param>
/// <param name="NameZh">2–30 characters.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="Team">Code of the team of its staff, who order and receive.</param>
/// <param name="Longitude">Where vans stop, WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
internal sealed record KeepVillage(string Code, string? NameZh, string? NameEn, string? Team, double Longitude, double Latitude) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Code.Length is 0 or > 40 || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "services.village_code", "代码为 1–40 个小写字母、数字或连字符。", "A code is 1 to 40 small letters, digits or hyphens.");
        if (!PlainText.TryCleanLine(NameZh, 30, out var name) || name.Length < 2)
            yield return Problem.Invalid("nameZh", "services.village_name", "村名为 2–30 个字。", "A name has 2 to 30 characters.");
        if (!GeoPoint.IsValid(Latitude, Longitude))
            yield return Problem.Invalid("latitude", "services.position", "位置不正确。", "The position is wrong.");
    }
}

/// <summary>The body of a village.</summary>
internal sealed record VillageBody(string? NameZh, string? NameEn, string? Team, double Longitude, double Latitude);

internal sealed class KeepVillageHandler(LinliDb db, KitchenBook book, IPeople people) : IHandler<KeepVillage, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/kitchen/villages/{code}", (string code, VillageBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new KeepVillage(code, body.NameZh, body.NameEn, body.Team, body.Longitude, body.Latitude), cancel))
            .Needs(ServicesPermissions.KitchenKeep).WithTags("kitchen").WithSummary("Keep a village 供餐村社");

    public async Task<Result<Done>> Handle(KeepVillage request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.KitchenKeep, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        if (!(await people.Teams(cancel)).Any(t => t.Code == request.Team))
            return Problem.Invalid("team", "services.no_team", "没有这个班组，请先建立村社的班组。", "There is no such team: make the village's team first.");
        var village = await db.Unfiltered<Village>().SingleOrDefaultAsync(v => v.Code == request.Code, cancel);
        if (village is null)
            db.Insert(village = new()
            {
                Code = request.Code, Kitchen = kitchen.Code, Scope = kitchen.Scope, NameZh = "", NameEn = "", Team = "", Longitude = 0, Latitude = 0,
                Position = await db.Unfiltered<Village>().CountAsync(v => v.Kitchen == kitchen.Code, cancel),
            });
        else if (village.Kitchen != kitchen.Code)
            return KitchenBook.NoVillage;
        (village.NameZh, village.NameEn) = (request.NameZh!.Trim(), request.NameEn?.Trim() is { Length: > 0 and <= 60 } en ? en : request.NameZh.Trim());
        (village.Team, village.Longitude, village.Latitude) = (request.Team!, request.Longitude, request.Latitude);
        return Done.It;
    }
}
