namespace Linli.Open311;

/// <summary>Configuration section <c>Open311</c>.</summary>
public sealed class Open311Options
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Open311";

    /// <summary>How to reach those who run this installation, as discovery says it.</summary>
    public string Contact { get; set; } = "请联系社区一站式服务台。 Ask the community's service desk.";

    /// <summary>How to get a key, as discovery says it.</summary>
    public string KeyService { get; set; } = "请向系统管理员申请接口密钥。 Ask the administrator for an API key with the permission cases.log.";

    /// <summary>Requests a minute of one key, or from one address without a key.</summary>
    public int PerMinute { get; set; } = 6000;
}
