// The release of the Pulumi Kubernetes Operator whose CustomResourceDefinition the test of examples/kubernetes-operator reads: the
// newest that Go's module proxies have. Nothing of it is built. go.sum holds its checksum, so no checksum database is asked.
module pulumi-apikeys/test/schedulers/operator

go 1.21

require github.com/pulumi/pulumi-kubernetes-operator v1.16.0
