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

namespace Linli.Sensing.Devices.Commands;

/// <summary>Asks a device to do something (下发指令): at once when it is connected, else when it connects.</summary>
/// <param name="Code">Code of the device.</param>
/// <param name="Name">What to do, as its gateway knows it: such as text, reset, locate; Latin letters, digits, '-' and '_', at most 40.</param>
/// <param name="Arguments">JSON object of at most 4,000 characters; left out for none.</param>
/// <param name="Minutes">How long it may be delivered, 1–10,080 minutes.</param>
internal sealed record SendCommand(string Code, string? Name, JsonElement? Arguments = null, int Minutes = 60) : ICommand<ShownCommand>, IValidated, IAudited
{
    public const int LongestArguments = 4000;

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Name is not { Length: >= 1 and <= 40 } || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            yield return Problem.Invalid("name", "sensing.command_name", "指令名为 1–40 个字母、数字、“-”或“_”。", "A command has a name of 1 to 40 Latin letters, digits, '-' or '_'.");
        if (Arguments is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) } || Arguments?.GetRawText().Length > LongestArguments)
            yield return Problem.Invalid("arguments", "sensing.command_arguments", "参数应为 JSON 对象，不超过 4000 个字符。", "Arguments are a JSON object of at most 4,000 characters.");
        if (Minutes is < 1 or > 10_080)
            yield return Problem.Invalid("minutes", "sensing.command_minutes", "有效期为 1 分钟到 7 天。", "It may be delivered for 1 minute to 7 days.");
    }
}

/// <summary>Says which parameters a device shall have (期望参数); they are sent to it until it reports them.</summary>
/// <param name="Code">Code of the device.</param>
/// <param name="Values">By name; <c>null</c> takes one back. At most 50, values of at most 500 characters.</param>
internal sealed record SetDesired(string Code, IReadOnlyDictionary<string, string?> Values) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Values.Count is < 1 or > 50 || Values.Any(v => v.Key.Trim().Length is < 1 or > 60 || v.Value?.Length > 500))
            yield return Problem.Invalid("values", "sensing.desired_values", "一次 1–50 个参数，名称 1–60 个字符，值不超过 500 个字符。", "1 to 50 parameters with names of 1 to 60 and values of at most 500 characters.");
    }
}

internal sealed class SendCommandHandler(LinliDb db, DeviceBook book, IDeviceCommands commands, CommandPump pump, CurrentCaller current, TimeProvider time)
    : IHandler<SendCommand, ShownCommand>, IHandler<SetDesired, Done>, IUseCase
{
    internal sealed record Wanted(string? Name, JsonElement? Arguments = null, int Minutes = 60);

    internal sealed record Desired(IReadOnlyDictionary<string, string?>? Values);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sensing/devices/{code}/commands", (string code, Wanted body, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new SendCommand(code, body.Name, body.Arguments, body.Minutes), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Ask a device to do something 下发指令");
        api.MapPut("/sensing/devices/{code}/desired", (string code, Desired body, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new SetDesired(code, body.Values ?? new Dictionary<string, string?>()), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Say which parameters a device shall have 期望参数");
    }

    public async Task<Result<ShownCommand>> Handle(SendCommand request, CancellationToken cancel)
    {
        if (await book.Mine(request.Code, cancel) is not { } row)
            return DeviceProblems.NotFound;
        if (row.State == DeviceState.Retired)
            return DeviceProblems.Retired;
        var now = Clock.Now(time);
        object arguments = request.Arguments is { ValueKind: JsonValueKind.Object } given ? given : new object();
        var id = commands.Send(row.Id, request.Name!, arguments, now.AddMinutes(request.Minutes));
        return new ShownCommand(id, row.Code, request.Name!, JsonSerializer.Serialize(arguments, Json.Options), now, now.AddMinutes(request.Minutes), CommandState.Waiting, 0, null);
    }

    public async Task<Result<Done>> Handle(SetDesired request, CancellationToken cancel)
    {
        if (await book.Mine(request.Code, cancel) is not { } row)
            return DeviceProblems.NotFound;
        if (row.State == DeviceState.Retired)
            return DeviceProblems.Retired;
        var now = Clock.Now(time);
        var known = await db.Records<DesiredRow>().Where(d => d.Device == row.Id).ToDictionaryAsync(d => d.Name, cancel);
        foreach (var (given, value) in request.Values)
        {
            var name = given.Trim();
            known.TryGetValue(name, out var desired);
            if (value is null && desired is not null)
                db.Records<DesiredRow>().Remove(desired);
            else if (value is not null && desired is not null)
                (desired.Value, desired.SetAt, desired.SetBy) = (value, now, current.Value.Account);
            else if (value is not null)
                db.Records<DesiredRow>().Add(known[name] = new() { Device = row.Id, Name = name, Value = value, SetAt = now, SetBy = current.Value.Account });
        }

        db.AfterCommit(() => pump.Wake(row.Id));
        return Done.It;
    }
}
